/** What every browser has and Node 18 does not: imported first by the tests of modules that take it for granted. */
import { webcrypto } from "node:crypto";

globalThis.crypto ??= webcrypto;

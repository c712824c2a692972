/** Runs a table of cases (a JSON file, named by the last argument) through the phone's judge and prints what differs. */
import { readFileSync } from "node:fs";
import { judge } from "../../../static/gate/judge.js";

const cases = JSON.parse(readFileSync(process.argv.at(-1), "utf8"));
const wrong = cases.filter((one) => judge(one.ticket, one.gate, one.at, one.direction) !== one.code);
process.stdout.write(JSON.stringify({ cases: cases.length, wrong: wrong.slice(0, 5) }));

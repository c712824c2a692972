/** Runs a table of cases (a JSON file, named by the last argument) through the phone's judge and prints what differs; with "parties" before it, through its count. */
import { readFileSync } from "node:fs";
import { judge, through } from "../../../static/gate/judge.js";

const cases = JSON.parse(readFileSync(process.argv.at(-1), "utf8"));
const judged = (one) => judge(one.ticket, one.gate, one.at, one.direction) === one.code;
const counted = ({ outside, here, room, code, people }) => {
  const found = through(outside, here, room);
  return found.code === code && found.people === people;
};
const wrong = cases.filter((one) => !(process.argv.includes("parties") ? counted : judged)(one));
process.stdout.write(JSON.stringify({ cases: cases.length, wrong: wrong.slice(0, 5) }));

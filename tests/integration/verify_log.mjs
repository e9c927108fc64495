// Verifies a log that `saglig log export` wrote, by nothing but the description in services/store/event_log.hpp:
//     node verify_log.mjs FILE [ID:HASH]
// An anchor is an event's id and hash as they were kept elsewhere before; the log must still hold it. Prints "whole" and
// ends with 0, or prints what is wrong and ends with 1. Shares no code with Saglig.
import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {createInterface} from 'node:readline';

const [file, anchor] = process.argv.slice(2);
const [anchorId, anchorHash] = (anchor ?? ':').split(':');
const text = (value) => (value === null ? '' : String(value));

let before = '';
let expected = 1;
let isAnchored = anchorId === '';

function fault(id, what) {
  console.log(`event ${id}: ${what}`);
  process.exit(1);
}

// Numbers are kept as they are written: an id above 2^53 would be rounded otherwise.
function parse(line) {
  const quoted = line.replace(/"(id|at|subject|case|actor)":(-?\d+)/g, '"$1":"$2"');
  return JSON.parse(quoted);
}

for await (const line of createInterface({input: createReadStream(file), crlfDelay: Infinity})) {
  const event = parse(line);
  if (event.id !== String(expected)) fault(event.id, `${expected} was expected`);
  const fields = [before, event.id, event.at, event.kind, event.subject_kind, event.subject, text(event.case),
                  text(event.actor), event.payload];
  const hash = createHash('sha256').update(fields.map((field) => field + '\n').join('')).digest('hex');
  if (hash !== event.hash) fault(event.id, 'does not match its hash');
  if (event.id === anchorId) {
    if (hash !== anchorHash) fault(event.id, 'is not the one that was anchored');
    isAnchored = true;
  }
  before = hash;
  expected += 1;
}
if (!isAnchored) fault(anchorId, 'was anchored, and is missing');
console.log(`whole: ${expected - 1} events, the last hash is ${before}`);

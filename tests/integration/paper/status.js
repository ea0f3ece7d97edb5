// node status.js PRINTER PACKAGES: receiptio asks the printer of tests/support how it is, and prints on it. What it says
// of it must be what the printer was told to be; see README.md.
'use strict';

const { spawn } = require('child_process');
const net = require('net');
const path = require('path');
const readline = require('readline');
const { Module } = require('module');

const [program, packages] = process.argv.slice(2);
const receiptio = Module.createRequire(path.join(packages, 'package.json'))('receiptio');

// It knows one port only: each address with that port is led to a printer of ours, and every other is refused.
const ports = new Map();
const connect = net.connect;
net.connect = function led(...args) {
  const [port, host] = args;
  if (port !== 9100 || !ports.has(host)) throw new Error(`${host}:${port} is not led anywhere`);
  return connect.call(net, ports.get(host), '127.0.0.1');
};

const running = new Set();
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')));

class Printer {
  static async start(manner) {
    const one = new Printer();
    one.child = spawn(program, [], { stdio: ['pipe', 'pipe', 'inherit'] });
    running.add(one.child);
    one.lines = readline.createInterface({ input: one.child.stdout })[Symbol.asyncIterator]();
    one.port = Number((await one.lines.next()).value);
    one.address = `127.0.0.${ports.size + 1}`;
    ports.set(one.address, one.port);
    await one.is(manner);
    return one;
  }
  async tell(line) {
    this.child.stdin.write(`${line}\n`);
    return (await this.lines.next()).value;
  }
  async is(manner) {
    if ((await this.tell(`is ${manner}`)) !== 'ok') throw new Error(`the printer does not know how to be "${manner}"`);
  }
  async sheet(n) {
    const parts = (await this.tell(`sheet ${n}`)).split(' ');
    if (parts.length !== 3) throw new Error(`no ${n} connections have ended`);
    const [letters, commands, wrong] = parts.map((part) => Buffer.from(part.slice(1), 'hex').toString('latin1'));
    return { letters, commands, wrong };
  }
  stop() {
    running.delete(this.child);
    this.child.stdin.end();
  }
}

const rows = [];
for (let n = 1; n <= 60; n += 1) rows.push(`Baris ${n} token 1111 2222`);
const document = rows.join('\n');
const letters = `${rows.join('\n')}\n`;
// It asks in Star's words too when it does not know whom it talks to; a printer of ESC/POS has no use for these.
const hello = ' 27 6 1';
// And in NULs when it is made to wait for two seconds.
const plain = (wrong) => wrong.replace(/( 0)+(?= |$)/g, '');
// Its documents begin with commands of theirs; so many bytes later some of the rows are out, and not all.
const middle = 1500;
const perSecond = 3000;

// What is asked (`-q` or a document), of a printer that is so; what must be said of it, and stand on the paper.
const claims = [
  { name: 'ready', manner: '', ask: '-q', says: 'online' },
  { name: 'paper out', manner: 'paper-out', ask: '-q', says: 'paperempty' },
  { name: 'cover open', manner: 'cover-open', ask: '-q', says: 'coveropen' },
  { name: 'cutter stuck', manner: 'cutter-stuck', ask: '-q', says: 'error' },
  { name: 'slow of speech', manner: 'late=1200', ask: '-q', says: 'online' },
  { name: 'silent', manner: 'silent', ask: '-q', says: 'offline' },
  { name: 'only zeros', manner: 'only-zeros', ask: '-q', says: 'offline' },
  { name: 'hangs up at once', manner: 'leaves=0', ask: '-q', says: 'disconnect' },
  { name: 'prints', manner: '', says: 'success', paper: 'all' },
  { name: 'prints for Epson', manner: '', ask: '-p epson', says: 'success', paper: 'all' },
  { name: 'prints slowly', manner: `slow=${perSecond}`, says: 'success', paper: 'all', seconds: 1 },
  { name: 'prints nothing without paper', manner: 'paper-out', says: 'paperempty', paper: 'none' },
  { name: 'prints nothing under an open cover', manner: 'cover-open', says: 'coveropen', paper: 'none' },
  { name: 'prints nothing with a stuck cutter', manner: 'cutter-stuck', says: 'error', paper: 'none' },
  { name: 'prints nothing without a word', manner: 'silent', says: 'offline', paper: 'none' },
  { name: 'the paper ends', manner: `paper-for=${middle}`, says: 'paperempty', paper: 'some' },
  { name: 'the cover is opened', manner: `slow=${perSecond}`, then: 'cover-open', says: 'coveropen', paper: 'some' },
  { name: 'the cutter gets stuck', manner: `slow=${perSecond}`, then: 'cutter-stuck', says: 'error', paper: 'some' },
  { name: 'hangs up in the middle', manner: `leaves=${middle}`, says: 'disconnect', paper: 'some' },
];

async function judge(claim, printer) {
  const wrongs = [];
  const begin = process.hrtime.bigint();
  const isQuestion = claim.ask === '-q';
  const asked = receiptio.print(isQuestion ? '' : document, `-d ${printer.address} -c 32 -t 20 ${claim.ask || ''}`);
  if (claim.then) {
    if ((await printer.tell(`after ${middle}`)) !== 'ok') wrongs.push('it does not print');
    await printer.is(claim.then);
  }
  const said = await asked;
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  if (said !== claim.says) wrongs.push(`receiptio says "${said}", not "${claim.says}"`);
  const sheet = await printer.sheet(1);
  if (claim.paper === 'all') {
    if (sheet.letters !== letters) wrongs.push(`the paper has "${sheet.letters}"`);
    if (plain(sheet.wrong) !== (claim.ask ? '' : hello)) wrongs.push(`these were no commands:${sheet.wrong}`);
    if (!sheet.commands.endsWith('\x1dVB\0')) wrongs.push('the paper is not cut');
  } else if (claim.paper === 'some') {
    const isSome = sheet.letters !== '' && sheet.letters !== letters && letters.startsWith(sheet.letters);
    if (!isSome) wrongs.push(`the paper has "${sheet.letters}"`);
  } else if (sheet.letters !== '') {
    wrongs.push(`the paper has "${sheet.letters}"`);
  }
  // What a slow printer has not worked through yet, it has not said to be done.
  if (claim.seconds && seconds < claim.seconds) wrongs.push(`it was done after ${seconds} s`);
  for (const wrong of wrongs) console.log(`FAIL!  : ${claim.name}: ${wrong}`);
  if (wrongs.length === 0) console.log(`PASS   : ${claim.name}: ${said}`);
  return wrongs.length === 0;
}

async function main() {
  console.log('********* integration_paper_status *********');
  const isHeld = async (claim) => {
    const printer = await Printer.start(claim.manner);
    try {
      return await judge(claim, printer);
    } catch (error) {
      console.log(`FAIL!  : ${claim.name}: ${error.message}`);
      return false;
    } finally {
      printer.stop();
    }
  };
  const held = await Promise.all(claims.map(isHeld));
  const failed = held.filter((one) => !one).length;
  console.log(`Totals: ${held.length} claims, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main();

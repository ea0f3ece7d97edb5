// node check.js GOLDEN PACKAGES: what stands on the stored receipts, as readers see it that were not written here;
// see README.md.
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { Module } = require('module');

const [golden, packages] = process.argv.slice(2);
// The packages lie in the cache, not beside the sources.
const foreign = Module.createRequire(path.join(packages, 'package.json'));
process.removeAllListeners('warning');
process.on('warning', () => {}); // one of them is older than Buffer.from
const npos = foreign('npos');
const encoderModule = foreign('@point-of-sale/receipt-printer-encoder');
const Encoder = encoderModule.default || encoderModule;

const { ESC, FS, GS } = npos.symbols;
const rules = Object.assign({}, npos.rules);
// It knows every function of GS ( but that of codes; their length stands where it stands in the others.
rules[GS] = Object.assign({}, npos.rules[GS], { '(k': [0, 'd16'] });
const parser = npos.parser(rules);
const allowed = new Set([
  'ESC@', 'FS.', 'ESCt', 'ESCa', 'ESCE', 'ESCd', 'GS!', 'GSV', 'GSv0', 'GS(k', 'GSh', 'GSw', 'GSH', 'GSk',
]);

let failures = 0;
const counts = { receipts: 0, rows: 0, codes: 0, agreed: 0 };
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'loket-paper-'));

function fail(name, what) {
  failures += 1;
  console.log(`FAIL!  : ${name}: ${what}`);
}

// A grey picture with quiet paper around it; both readers take that.
function picture(rows, bytesAcross) {
  const quiet = 48;
  const across = bytesAcross * 8 + 2 * quiet;
  const dots = Buffer.alloc(across * (rows.length + 2 * quiet), 255);
  rows.forEach((row, y) => {
    for (let x = 0; x < bytesAcross * 8; x += 1)
      if ((row[x >> 3] & (0x80 >> (x & 7))) !== 0) dots[(y + quiet) * across + quiet + x] = 0;
  });
  return Buffer.concat([Buffer.from(`P5\n${across} ${rows.length + 2 * quiet}\n255\n`), dots]);
}

function readByBoth(name, pixels) {
  const file = path.join(scratch, 'code.pgm');
  fs.writeFileSync(file, pixels);
  const quietly = { stdio: ['ignore', 'pipe', 'ignore'] };
  const run = (program, args) => {
    try {
      return execFileSync(program, args, quietly).toString();
    } catch (error) {
      return '';
    }
  };
  const zbar = run('zbarimg', ['-q', '--raw', '-Sdisable', '-Sqrcode.enable', '-Scode128.enable', file]).trim();
  const zxing = (/^Text:\s+"?(.*?)"?$/m.exec(run('ZXingReader', [file])) || [])[1] || '';
  if (zbar === '') fail(name, 'zbarimg reads no code');
  if (zxing !== zbar) fail(name, `ZXingReader reads "${zxing}", zbarimg "${zbar}"`);
  return zbar;
}

// What a code of ours says natively, against the other encoder's bytes for the same.
function agree(name, bytes, data, kind, width) {
  const other = new Encoder({ language: 'esc-pos', columns: 32 }).initialize();
  if (kind === 'qr') {
    other.qrcode(data, { model: 2, size: width, errorlevel: 'm' });
    const whole = Buffer.from(other.encode());
    const begin = whole.indexOf(Buffer.from([GS, 0x28, 0x6b]));
    const theirs = whole.subarray(begin, whole.lastIndexOf(Buffer.from([0x31, 0x51, 0x30])) + 3);
    if (bytes.indexOf(theirs) < 0) return fail(name, 'the other encoder writes the QR code otherwise');
  } else {
    other.barcode(data, 'code128', { height: 64, width: 2, text: false });
    const whole = Buffer.from(other.encode());
    for (const command of ['h', 'H', 'k']) {
      const begin = whole.indexOf(Buffer.from([GS, command.charCodeAt(0)]));
      const length = command === 'k' ? 4 + whole[begin + 3] : 3;
      if (bytes.indexOf(whole.subarray(begin, begin + length)) < 0)
        return fail(name, `the other encoder writes GS ${command} otherwise`);
    }
  }
  counts.agreed += 1;
  return undefined;
}

// Rows of letters, widths, and codes, from what the parser says of the bytes.
function readReceipt(name, bytes, tree, columns) {
  const seen = { rows: [], codes: [] };
  let large = false;
  let row = '';
  let raster = null; // { across, rows }
  let pendingFeed = false;
  let qrSize = 0;
  const endRaster = () => {
    if (raster === null) return;
    seen.codes.push(readByBoth(name, picture(raster.rows, raster.across)));
    raster = null;
  };
  for (const node of tree) {
    if (node.code === 2) {
      endRaster();
      for (const byte of bytes.subarray(node.offset, node.offset + node.length)) {
        if (byte === 0x0a) {
          if (!pendingFeed) seen.rows.push(row);
          pendingFeed = false;
          row = '';
          continue;
        }
        pendingFeed = false;
        if (byte < 0x20 || byte > 0x7e) fail(name, `a stray byte ${byte}`);
        row += String.fromCharCode(byte);
        if (row.length > (large ? Math.floor(columns / 2) : columns)) fail(name, `"${row}" is too long`);
      }
      continue;
    }
    const command = node.ascii + (node.fn || '');
    if (!allowed.has(command)) fail(name, `${command} is no command of ours`);
    if (command === 'GS!') large = bytes[node.offset + 2] !== 0;
    if (command === 'GSv0') {
      // The picture's codec moves the offset to where the dots begin.
      const head = node.offset - 8;
      const across = bytes.readUInt16LE(head + 4);
      const count = bytes.readUInt16LE(head + 6);
      if (bytes[head] !== GS || bytes.toString('latin1', head + 1, head + 3) !== 'v0' || node.length !== 8 + across * count)
        fail(name, `a picture of ${across} x ${count} has ${node.length} bytes`);
      if (across * 8 > columns * 12) fail(name, `a picture of ${across * 8} dots on a paper of ${columns * 12}`);
      if (row !== '') fail(name, 'a picture within a row');
      if (raster === null) raster = { across, rows: [] };
      if (raster.across !== across) fail(name, 'strips of different widths');
      for (let y = 0; y < count; y += 1)
        raster.rows.push(bytes.subarray(node.offset + y * across, node.offset + (y + 1) * across));
      continue;
    }
    endRaster();
    if (command === 'GS(k') {
      const fn = bytes[node.offset + 6];
      if (fn === 0x43) qrSize = bytes[node.offset + 7];
      if (fn === 0x50) {
        const data = bytes.toString('latin1', node.offset + 8, node.offset + 5 + bytes.readUInt16LE(node.offset + 3));
        seen.codes.push(data);
        agree(name, bytes, data, 'qr', qrSize);
      }
      if (fn === 0x51) pendingFeed = true;
    }
    if (command === 'GSk') {
      const data = bytes.toString('latin1', node.offset + 6, node.offset + 4 + bytes[node.offset + 3]);
      seen.codes.push(data);
      agree(name, bytes, data, 'barcode', 0);
      pendingFeed = true;
    }
  }
  endRaster();
  if (row !== '') fail(name, 'the last row does not end');
  return seen;
}

// The stored text has the padding of centred rows, and a QR code as the letters that it holds.
function compare(name, seen, text) {
  const wanted = text.replace(/\n$/, '').split('\n').map((line) => line.trim());
  const rows = seen.rows.map((line) => line.trim());
  for (const code of seen.codes) {
    // A seal's code says what the letters beside SEGEL begin.
    const seal = /^LOKET1\/[^/]+\/\d+\/([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z]{4})[0-9A-HJKMNP-TV-Z]{40}$/.exec(code);
    if (seal !== null) {
      if (!wanted.includes(`SEGEL : ${seal[1]}-${seal[2]}-${seal[3]}`)) fail(name, `the seal in letters is not that of "${code}"`);
      continue;
    }
    const at = wanted.findIndex((line, i) => {
      if (line === '') return false;
      for (let end = i + 1; end <= wanted.length; end += 1) {
        const joined = wanted.slice(i, end).join('');
        if (joined === code.replace(/ +/g, ' ') || joined === code) return true;
        if (joined.length > code.length) return false;
      }
      return false;
    });
    if (at < 0) {
      fail(name, `nothing on the paper says "${code}" in letters`);
      continue;
    }
    // A bar code is said in letters by a row of its own; a QR code only where it cannot be drawn.
    if (wanted[at] === code) continue;
    let joined = '';
    let end = at;
    while (joined.length < code.length && end < wanted.length) joined += wanted[end++];
    wanted.splice(at, end - at);
  }
  if (rows.join('\n') !== wanted.join('\n'))
    fail(name, `the rows differ. Read:\n${rows.join('\n')}\nStored:\n${wanted.join('\n')}`);
  counts.rows += rows.length;
}

async function main() {
  console.log('********* integration_paper *********');
  for (const file of fs.readdirSync(golden).filter((one) => /\.(58|48col)(\.native)?\.hex$/.test(one)).sort()) {
    const [, name, paper] = /^(.*)\.(58|48col)(?:\.native)?\.hex$/.exec(file);
    const bytes = Buffer.from(fs.readFileSync(path.join(golden, file), 'latin1').replace(/\s+/g, ''), 'hex');
    let ast;
    try {
      ast = await parser.parse(Buffer.from(bytes));
    } catch (error) {
      fail(file, error.message);
      continue;
    }
    const before = failures;
    const seen = readReceipt(file, bytes, ast.tree, paper === '58' ? 32 : 48);
    compare(file, seen, fs.readFileSync(path.join(golden, `${name}.${paper}.txt`), 'latin1'));
    counts.receipts += 1;
    counts.codes += seen.codes.length;
    if (failures === before) console.log(`PASS   : ${file}: ${seen.rows.length} rows, ${seen.codes.length} codes`);
  }
  if (counts.receipts < 60 || counts.codes < 15 || counts.agreed < 6) fail('all', 'too little was looked at');
  fs.rmSync(scratch, { recursive: true });
  console.log(
    `Totals: ${counts.receipts} receipts, ${counts.rows} rows, ${counts.codes} codes read, ` +
      `${counts.agreed} agreed on, ${failures} failed`,
  );
  process.exitCode = failures === 0 ? 0 : 1;
}

main();

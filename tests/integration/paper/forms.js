// node forms.js GOLDEN: every stored receipt for forms, one after the other, on openMSX's Epson FX-80; the pictures of its
// pages are then read with that printer's own alphabet. See README.md.
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const golden = process.argv[2];
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'loket-forms-'));
process.on('exit', () => fs.rmSync(scratch, { recursive: true }));

let failures = 0;
function fail(name, what) {
  failures += 1;
  console.log(`FAIL!  : ${name}: ${what}`);
}

// The emulated paper: so many dots on a sheet; six across and twelve down are the room of a letter. With this resolution
// the lines are very nearly a whole number of pixels apart.
const dpi = 147;
const sheet = { across: 610, down: 825, left: 48, top: 48, lines: 62 };
const letter = { across: 6, down: 12 };
// What our forms are.
const form = { lines: 33, margin: 2, columns: 64 };
// Further to the right than anything may stand.
const columns = form.columns + 2;

function print(bytes) {
  const home = fs.mkdtempSync(path.join(scratch, 'home-'));
  const file = path.join(home, 'bytes');
  fs.writeFileSync(file, bytes);
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: home,
    SDL_VIDEODRIVER: 'dummy',
    SDL_AUDIODRIVER: 'dummy',
    FORMS_BYTES: file,
    FORMS_DPI: String(dpi),
  };
  const args = ['-machine', 'C-BIOS_MSX1', '-script', path.join(__dirname, 'forms.tcl')];
  execFileSync('openmsx', args, { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60000 });
  const folder = path.join(home, '.openMSX', 'prints');
  const pages = fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
  return pages.map((page) => picture(path.join(folder, page)));
}

// Ink per pixel: 0 is paper.
function picture(file) {
  const grey = execFileSync('convert', [file, '-depth', '8', 'pgm:-'], { maxBuffer: 1 << 28 });
  const [head, width, height] = /^P5\s(\d+)\s(\d+)\s255\s/.exec(grey.toString('latin1', 0, 40));
  const ink = grey.subarray(head.length).map((one) => 255 - one);
  return { ink, width: Number(width), height: Number(height) };
}

// The room of a letter that is so many columns wide, at a line and a column, pixel by pixel; between pixels as much of
// either as is in it. Dots are drawn around their places, so it begins half a dot before the first.
function room(page, line, column, wide) {
  const left = ((sheet.left + column * letter.across - 0.5) * page.width) / sheet.across;
  const top = ((sheet.top + line * letter.down - 0.5) * page.height) / sheet.down;
  const [x, y] = [Math.floor(left), Math.floor(top)];
  const [dx, dy] = [left - x, top - y];
  const across = Math.round((wide * letter.across * page.width) / sheet.across);
  const down = Math.round((letter.down * page.height) / sheet.down);
  const cell = new Float32Array(across * down);
  let ink = 0;
  for (let row = 0; row < down; row += 1)
    for (let i = 0; i < across; i += 1) {
      const at = (y + row) * page.width + x + i;
      const one =
        (page.ink[at] * (1 - dx) + page.ink[at + 1] * dx) * (1 - dy) +
        (page.ink[at + page.width] * (1 - dx) + page.ink[at + page.width + 1] * dx) * dy;
      cell[row * across + i] = one;
      ink += one * one;
    }
  return { cell, ink };
}

// How the printer writes every letter at every place of a line: one letter a line, on pages of their own.
const letters = Array.from({ length: 0x7e - 0x20 }, (_, i) => String.fromCharCode(0x21 + i));
const styles = {
  struck: { begin: '\x1bG', wide: 1 },
  bold: { begin: '\x1bG\x1bE', wide: 1 },
  large: { begin: '\x1bG\x1bW\x01', wide: 2 },
};
const perPage = 47;
const pagesOfOne = Math.ceil(letters.length / perPage);

class Alphabet {
  constructor() {
    const written = ({ begin, wide }) => {
      let out = `\x1b@${begin}`;
      letters.forEach((one, i) => {
        if (i > 0 && i % perPage === 0) out += '\f';
        out += `${one.repeat(columns / wide)}\r\n`;
      });
      return `${out}\f`;
    };
    this.pages = print(Buffer.from(Object.values(styles).map(written).join(''), 'latin1'));
    this.known = new Map();
    if (this.pages.length !== Object.keys(styles).length * pagesOfOne)
      throw new Error(`the alphabets are on ${this.pages.length} pages`);
    // Less than this is what a dot throws over the edge of its own room.
    this.speck = 0.25 * this.at('struck', 0)[letters.indexOf('.')].ink;
    // The styles are what they are called: more ink, and twice as broad.
    for (const one of ['H', '0', 'a']) {
      const [struck, bold, large] = Object.keys(styles).map((style) => this.at(style, 0)[letters.indexOf(one)]);
      if (bold.ink < 1.2 * struck.ink) throw new Error(`a bold ${one} is not bold`);
      if (large.ink < 1.7 * struck.ink) throw new Error(`a large ${one} is not large`);
    }
  }
  // All letters of a style as they look at this column.
  at(style, column) {
    const key = `${style} ${column}`;
    if (!this.known.has(key)) {
      const first = Object.keys(styles).indexOf(style) * pagesOfOne;
      const of = (_, i) => room(this.pages[first + Math.floor(i / perPage)], i % perPage, column, styles[style].wide);
      this.known.set(key, letters.map(of));
    }
    return this.known.get(key);
  }
}

function difference(a, b, limit) {
  let sum = 0;
  for (let i = 0; i < a.length && sum < limit; i += 1) sum += (a[i] - b[i]) ** 2;
  return sum;
}

// What the ink in a room is most like, and how far from it.
function nearest(alphabet, seen, column, names) {
  let best = { text: ' ', style: '', off: seen.ink };
  for (const name of names)
    alphabet.at(name, column).forEach((one, i) => {
      const off = difference(one.cell, seen.cell, best.off);
      if (off < best.off) best = { text: letters[i], style: name, off };
    });
  return best;
}

// The text of a line, the style of every letter of it, and how much of its ink is none of theirs.
function readLine(alphabet, page, line) {
  const read = (wide, names) => {
    const out = { text: '', styles: [], off: 0, ink: 0 };
    for (let column = 0; column < columns; column += wide) {
      const seen = room(page, line, column, wide);
      const isEmpty = seen.ink < alphabet.speck;
      const one = isEmpty ? { text: ' ', style: '', off: 0 } : nearest(alphabet, seen, column, names);
      out.ink += isEmpty ? 0 : seen.ink;
      out.off += one.off;
      out.text += one.text;
      out.styles.push(one.style);
    }
    out.text = out.text.trimEnd();
    return out;
  };
  const narrow = read(1, ['struck', 'bold']);
  if (narrow.off <= 0.1 * narrow.ink) return narrow;
  const large = read(2, ['large']);
  return narrow.off <= large.off ? narrow : large;
}

// Nothing stands where no letter can: beside the columns, and below the form's last line.
function inkOutside(page) {
  const right = Math.ceil(((sheet.left + columns * letter.across) * page.width) / sheet.across);
  const left = Math.floor(((sheet.left - 1) * page.width) / sheet.across);
  const top = Math.floor(((sheet.top - 1) * page.height) / sheet.down);
  const bottom = Math.ceil(((sheet.top + (form.lines - form.margin) * letter.down - 0.6) * page.height) / sheet.down);
  return page.ink.some((one, i) => {
    const [x, y] = [i % page.width, Math.floor(i / page.width)];
    return one > 0 && (x < left || x >= right || y < top || y >= bottom);
  });
}

const words = (text) => text.replace(/\s+/g, ' ').trim();
const bytesOf = (file) =>
  Buffer.from(fs.readFileSync(path.join(golden, file), 'latin1').replace(/\s+/g, ''), 'hex').toString('latin1');
// What is bold and what is large on the roll of 48 columns, which other readers have read.
function stressed(name) {
  const roll = bytesOf(`${name}.48col.hex`).replace(/\x1ba[\0\x01\x02]/g, '');
  const all = (pattern) => words([...roll.matchAll(pattern)].map((one) => one[1]).join(' '));
  return { bold: all(/\x1bE\x01([^\x1b\x1d]*)\x1bE\x00/g), large: all(/\x1d!\x11([^\x1b\x1d]*)\x1d!\x00/g) };
}

// A receipt's rows as they must stand on forms: a large row has the line above for itself, and what has no room above the
// margin begins the next form. Where a row is large is read from the page, and judged by the roll.
function judge(name, pages, counts) {
  const rows = fs.readFileSync(path.join(golden, `${name}.form.txt`), 'latin1').replace(/\n$/, '').split('\n');
  const seen = { bold: [], large: [] };
  let page = pages.shift();
  let line = 0;
  const wanted = new Set();
  const endPage = () => {
    for (let i = 0; i < sheet.lines; i += 1)
      if (!wanted.has(i) && page.lines[i].ink > 0) fail(name, `line ${i + 1} of a form has "${page.lines[i].text}"`);
    if (page.isStained) fail(name, 'there is ink where no letter stands');
    counts.forms += 1;
    wanted.clear();
    line = 0;
  };
  for (const [n, row] of rows.entries()) {
    const at = (i) => (page === undefined ? undefined : page.lines[i]);
    const isLarge = () => row !== '' && (at(line + 1) || { styles: [] }).styles.includes('large') && at(line).ink === 0;
    let need = isLarge() ? 2 : 1;
    if (line + need > form.lines - form.margin) {
      endPage();
      page = pages.shift();
      need = isLarge() ? 2 : 1;
    }
    if (page === undefined) return fail(name, `no form has "${row}"`);
    line += need;
    wanted.add(line - 1);
    const read = at(line - 1);
    counts.rows += 1;
    if (read.off > 0.05 * read.ink) fail(name, `line ${line} is hardly "${read.text}"`);
    // The number of lines that follows ESC C, taken for a letter in front of everything else.
    const mark = n === 0 ? String.fromCharCode(form.lines) : '';
    const middle = Math.max(0, Math.floor((form.columns / 2 - row.trim().length) / 2));
    const isCentred = row.startsWith(' ');
    const text = mark + (need === 1 ? row : ' '.repeat(isCentred ? middle : 0) + row.trim());
    if (read.text !== text) fail(name, `line ${line} reads "${read.text}", not "${text}"`);
    const stresses = new Set(read.styles.slice(mark.length).filter((style) => style !== ''));
    if (stresses.size > 1) fail(name, `"${row}" is ${[...stresses].join(' and ')}`);
    for (const style of ['bold', 'large'])
      if (stresses.has(style)) seen[style].push(row);
  }
  endPage();
  const roll = stressed(name);
  for (const style of ['bold', 'large']) {
    const here = words(seen[style].join(' '));
    counts[style] += seen[style].length;
    if (here !== roll[style]) fail(name, `${style} is "${here}", and on the roll "${roll[style]}"`);
  }
  return undefined;
}

console.log('********* integration_paper_forms *********');
const alphabet = new Alphabet();
const suffix = '.form.hex';
const names = fs.readdirSync(golden).filter((one) => one.endsWith(suffix)).map((one) => one.slice(0, -suffix.length));
names.sort();
const pages = print(Buffer.from(names.map((name) => bytesOf(name + suffix)).join(''), 'latin1')).map((page) => ({
  lines: Array.from({ length: sheet.lines }, (_, line) => readLine(alphabet, page, line)),
  isStained: inkOutside(page),
}));
const counts = { forms: 0, rows: 0, bold: 0, large: 0 };
for (const name of names) {
  const before = failures;
  judge(name, pages, counts);
  if (failures === before) console.log(`PASS   : ${name}`);
}
if (pages.length > 0) fail('all', `${pages.length} forms more than there should be`);
if (names.length < 30 || counts.bold < 30 || counts.large < 10) fail('all', 'too little was looked at');
console.log(
  `Totals: ${names.length} receipts on ${counts.forms} forms, ${counts.rows} rows, ${counts.bold} bold, ` +
    `${counts.large} large, ${failures} failed`,
);
process.exitCode = failures === 0 ? 0 : 1;

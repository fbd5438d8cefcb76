// The CRC-32 of two pieces in a row from those of each: columns are read side by side and digested one after the other.

const POLYNOMIAL = 0xedb88320;
/** The polynomial 1, as CRC-32 writes it: the highest bit is the lowest power. */
const ONE = 0x80000000;

/** `secondBytes` is the length of the second piece. A CRC is a remainder: the first moves up by that much, and the second is added. */
export function combineCrc(first: number, second: number, secondBytes: number): number {
  return (multiply(powerOfX(secondBytes), first) ^ second) >>> 0;
}

/** The CRC-32 of bytes from that of the same bytes followed by so many zeros. */
export function beforeZeros(crc: number, zeros: number): number {
  return ~multiply(powerOfX(ORDER - zeros), ~crc >>> 0) >>> 0;
}

/** x to the power of eight times `bytes`, by repeated squaring. */
function powerOfX(bytes: number): number {
  let square = EIGHTH_POWER;
  let power = ONE;
  for (let left = bytes; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) power = multiply(square, power);
    square = multiply(square, square);
  }
  return power;
}

/** The product of two remainders. */
function multiply(a: number, b: number): number {
  let product = 0;
  let factor = b;
  for (let bit = ONE; bit !== 0; bit >>>= 1) {
    if ((a & bit) !== 0) product ^= factor;
    factor = (factor & 1) === 1 ? (factor >>> 1) ^ POLYNOMIAL : factor >>> 1;
  }
  return product >>> 0;
}

/** As many bytes of zeros change nothing: so often a power of x can be multiplied by x until it is the same again. */
const ORDER = 0xffffffff;
const EIGHTH_POWER = ONE >>> 8;

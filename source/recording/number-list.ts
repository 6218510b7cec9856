const firstNumbers = 4_096;

/** Whole numbers of 32 bits, added one after the other, and none of them an object. */
export class NumberList {
  /** Those beyond `length` mean nothing. */
  held = new Int32Array(firstNumbers);
  length = 0;

  push(number: number): void {
    if (this.length === this.held.length) this.#makeRoom(this.length + 1);
    this.held[this.length++] = number;
  }

  /** Makes it so long, with the same number at all places that come. */
  extend(length: number, number: number): void {
    this.#makeRoom(length);
    this.held.fill(number, this.length, length);
    this.length = length;
  }

  #makeRoom(most: number): void {
    if (most <= this.held.length) return;
    const longer = new Int32Array(Math.max(most, this.held.length * 2));
    longer.set(this.held);
    this.held = longer;
  }
}

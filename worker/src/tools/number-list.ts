/** Numbers one by one into eight bytes each: four hours of packets are a million. */
export function makeNumberList(): { add(value: number): void; count(): number; all(): Float64Array } {
  let room = new Float64Array(1024)
  let length = 0
  return {
    add(value) {
      if (length === room.length) {
        const larger = new Float64Array(2 * length)
        larger.set(room)
        room = larger
      }
      room[length++] = value
    },
    count: () => length,
    all: () => room.slice(0, length),
  }
}

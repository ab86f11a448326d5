/** An AVC decoder configuration record (`avcC`, ISO/IEC 14496-15 §5.3.3): the parameter sets of H.264 in MP4. */
export interface AvcConfig {
  profile: number
  compatibility: number
  level: number
  /** Bytes before each NAL unit that tell its length. */
  lengthBytes: number
  sequenceSets: Buffer[]
  pictureSets: Buffer[]
}

const highestSetId = 31
const highProfile = 100
/** High profile's fields: 4:2:0, 8 bit luma and chroma, no extensions. */
const highTail = Buffer.from([0xfd, 0xf8, 0xf8, 0])

export function parseAvcConfig(record: Buffer): AvcConfig {
  let at = 5
  const sets = (mask: number): Buffer[] => Array.from({ length: record[at++]! & mask }, () => {
    const size = record.readUInt16BE(at)
    at += 2 + size
    return Buffer.from(record.subarray(at - size, at))
  })
  return {
    profile: record[1]!, compatibility: record[2]!, level: record[3]!, lengthBytes: (record[4]! & 3) + 1,
    sequenceSets: sets(31), pictureSets: sets(255),
  }
}

/**
 * One record for streams that follow each other in one track: each frame names its parameter sets by id, so all may lie
 * in one record and the track needs no switch that a player could miss.
 * @returns null when two streams use one id for different sets
 */
export function mergeAvcConfigs(configs: AvcConfig[]): Buffer | null {
  const sequenceSets = unique(configs.flatMap(config => config.sequenceSets))
  const pictureSets = unique(configs.flatMap(config => config.pictureSets))
  const ids = [sequenceSets.map(sequenceSetId), pictureSets.map(pictureSetId)]
  if (ids.some(list => new Set(list).size < list.length) || sequenceSets.length > 31) return null
  const profile = Math.max(...configs.map(config => config.profile))
  const head = [1, profile, configs.reduce((bits, config) => bits & config.compatibility, 255), Math.max(...configs.map(config => config.level)), 0xff]
  return Buffer.concat([
    Buffer.from([...head, 0xe0 | sequenceSets.length]), ...sequenceSets.map(withLength),
    Buffer.from([pictureSets.length]), ...pictureSets.map(withLength), ...(profile >= highProfile ? [highTail] : []),
  ])
}

/** Ids that neither a sequence nor a picture parameter set of this stream uses, highest first (x264 gives both the same). */
export function freeSetIds({ sequenceSets, pictureSets }: AvcConfig): number[] {
  const taken = new Set([...sequenceSets.map(sequenceSetId), ...pictureSets.map(pictureSetId)])
  return Array.from({ length: highestSetId + 1 }, (_, index) => highestSetId - index).filter(id => !taken.has(id))
}

/** `seq_parameter_set_id` stands behind the NAL header, profile, constraints and level. */
function sequenceSetId(set: Buffer): number {
  return expGolomb(set, 32)
}

/** `pic_parameter_set_id` is the first field behind the NAL header. */
function pictureSetId(set: Buffer): number {
  return expGolomb(set, 8)
}

/** An unsigned number of H.264's variable length code (§9.1), from this bit on. */
function expGolomb(bytes: Buffer, from: number): number {
  const bit = (at: number): number => (bytes[at >> 3] ?? 0) >> (7 - (at & 7)) & 1
  let zeros = 0
  while (zeros < 16 && bit(from + zeros) === 0) zeros++
  let value = 1
  for (let index = 1; index <= zeros; index++) value = value * 2 + bit(from + zeros + index)
  return value - 1
}

function unique(sets: Buffer[]): Buffer[] {
  return sets.filter((set, index) => sets.findIndex(other => other.equals(set)) === index)
}

function withLength(set: Buffer): Buffer {
  const size = Buffer.alloc(2)
  size.writeUInt16BE(set.length)
  return Buffer.concat([size, set])
}

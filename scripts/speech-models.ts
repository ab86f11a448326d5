/** A Whisper model in whisper.cpp's format, with what proves that the right bytes arrived. */
export interface SpeechModel { file: string; sizeBytes: number; sha256: string; suits: string }

/** Where whisper.cpp's authors keep the models, at one revision: the bytes behind these addresses do not change. */
export const modelSource = 'https://huggingface.co/ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1'

export const modelLicence = 'MIT (OpenAI Whisper)'

/** Sizes and hashes as that source publishes them. */
export const speechModels: Readonly<Record<string, SpeechModel>> = {
  tiny: { file: 'ggml-tiny.bin', sizeBytes: 77_691_713, sha256: 'be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21', suits: 'quick and rough; about 0.3 GB of memory' },
  base: { file: 'ggml-base.bin', sizeBytes: 147_951_465, sha256: '60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe', suits: 'fair on a small machine; about 0.4 GB of memory' },
  small: { file: 'ggml-small.bin', sizeBytes: 487_601_967, sha256: '1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b', suits: 'good, three times slower; about 0.9 GB of memory' },
}

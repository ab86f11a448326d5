import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeCertificate } from './make-certificate.ts'

/** `npm run certificate -- video.example.com`: writes nginx/certs/{server.crt,server.key}, never over existing ones. */
const host = process.argv[2] ?? 'localhost'
const folder = fileURLToPath(new URL('../nginx/certs', import.meta.url))
const { certificatePem, privateKeyPem } = makeCertificate(host)
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'server.key'), privateKeyPem, { mode: 0o600, flag: 'wx' })
writeFileSync(join(folder, 'server.crt'), certificatePem, { flag: 'wx' })
process.stdout.write(`nginx/certs/server.crt and server.key were made for ${host}\n`)

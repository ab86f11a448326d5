import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request, type RequestOptions } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { makeCertificate } from '../scripts/make-certificate.ts'

export interface RunningNginx {
  /** The request's answer as soon as its headers are here; the certificate must be good for `localhost`. */
  ask(path: string, options?: RequestOptions, body?: Buffer | string): Promise<IncomingMessage>
  stop(): Promise<void>
}

export interface NginxPorts { tls: number; plain: number; backend: number }

const projectFile = resolve(import.meta.dirname, '../nginx/default.conf')

/** Where nginx is on this machine; null where it is not installed. */
export function findNginx(): string | null {
  return ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx'].find(path => spawnSync(path, ['-v']).status === 0) ?? null
}

/**
 * The real nginx with the project's own file: only its ports, its certificate and the backend's address are other ones.
 * @throws Error with nginx's words when it refuses the file
 */
export async function runNginx(nginx: string, ports: NginxPorts): Promise<RunningNginx> {
  const folder = await mkdtemp(join(tmpdir(), 'f2l-nginx-'))
  const { certificatePem, privateKeyPem } = makeCertificate('localhost')
  await mkdir(join(folder, 'certs'))
  await writeFile(join(folder, 'certs/server.crt'), certificatePem)
  await writeFile(join(folder, 'certs/server.key'), privateKeyPem, { mode: 0o600 })
  await writeFile(join(folder, 'default.conf'), placed(await readFile(projectFile, 'utf8'), folder, ports))
  await writeFile(join(folder, 'nginx.conf'), around(folder))
  const start = ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')]
  execFileSync(nginx, [...start, '-t'], { stdio: 'pipe' })
  const child = spawn(nginx, start, { stdio: 'ignore' })
  await untilOpen(ports.tls)
  return {
    ask: (path, options = {}, body) => new Promise((done, fail) => {
      const asked = request({ host: '127.0.0.1', port: ports.tls, servername: 'localhost', ca: certificatePem, agent: false, path, ...options, headers: { host: 'localhost', ...options.headers } }, done)
      asked.once('error', fail).end(body)
    }),
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function placed(file: string, folder: string, { tls, plain, backend }: NginxPorts): string {
  const changes = [
    ['server app:8080;', `server 127.0.0.1:${backend};`], ['listen 80;', `listen 127.0.0.1:${plain};`], ['listen 443 ', `listen 127.0.0.1:${tls} `],
    ['/etc/nginx/certs/server.crt', join(folder, 'certs/server.crt')], ['/etc/nginx/certs/server.key', join(folder, 'certs/server.key')],
  ] as const
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`nginx/default.conf has no “${from}”`)
    return text.replace(from, to)
  }, file)
}

/** What a distribution's nginx.conf has around it, in a folder of its own. */
function around(folder: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(name => `${name}_temp_path ${folder}/${name};`)
  return [
    'daemon off;', `pid ${folder}/nginx.pid;`, 'worker_processes 1;', ...process.getuid?.() === 0 ? ['user root;'] : [], 'events {}',
    `http { access_log off; ${temporary.join(' ')} include ${folder}/default.conf; }`, '',
  ].join('\n')
}

async function untilOpen(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1')
    const isOpen = await once(socket, 'connect').then(() => true, () => false)
    socket.destroy()
    if (isOpen) return
    await sleep(50)
  }
  throw new Error('nginx did not start')
}

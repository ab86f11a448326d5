import { randomBytes } from 'node:crypto'
import { resolve } from 'node:path'
import { readConfig } from '@f2l/common/config.ts'
import { readMasterKeys } from '@f2l/common/crypto.ts'
import { toAppError } from '@f2l/common/errors.ts'
import { loadEnvFiles } from '@f2l/common/load-env.ts'
import { connectAsSuperuser } from '@f2l/common/pocketbase-client.ts'
import { takeCensus, type Census } from '../backend/src/master-keys/census.ts'
import { rotateMasterKey } from '../backend/src/master-keys/rotate.ts'
import { root } from './stack.ts'

const usage = `npm run keys -- census [--json]   what lies under which master key, and whether it opens
npm run keys -- rotate            wraps every user's key anew under the first key of AES_MASTER_KEY
npm run keys -- new               makes a master key
`

const say = (text: string): void => void process.stdout.write(`${text}\n`)

/** The operator's work on AES_MASTER_KEY; docs/operations.md has the steps. Exit code 1 where something does not open. */
async function main(): Promise<void> {
  const [command, ...options] = process.argv.slice(2)
  if (command === 'new') return makeKey()
  if (command === 'census') return census(options.includes('--json'))
  if (command === 'rotate') return rotate()
  process.stderr.write(usage)
  process.exitCode = 2
}

/** The key alone goes to stdout, so that it can be taken from there. */
function makeKey(): void {
  say(randomBytes(32).toString('base64'))
  process.stderr.write('To rotate: put it in front of the old one in .env (AES_MASTER_KEY=new,old), start again, and `npm run keys -- rotate`.\n')
}

async function census(isJson: boolean): Promise<void> {
  const taken = await takeCensus(connect())
  say(isJson ? JSON.stringify(taken, null, 2) : inWords(taken))
  process.exitCode = taken.troubled.length === 0 ? 0 : 1
}

async function rotate(): Promise<void> {
  const parts = connect()
  const { rewrapped, unreadable } = await rotateMasterKey({ ...parts, onStep: count => say(`${count} rewrapped`) })
  say(`Every user's key that opens lies under the master key ${parts.masterKeys[0].id} now (${rewrapped} in this run).`)
  if (parts.masterKeys.length > 1) say('The other keys may be taken out of AES_MASTER_KEY, and the product started again. Make a backup first, so that it needs the newest alone (docs/operations.md).')
  if (unreadable.length === 0) return
  say(`Left alone, since they open under none of the keys: the keys of ${unreadable.join(', ')}.`)
  process.exitCode = 1
}

function connect() {
  loadEnvFiles(process.env, root)
  const config = readConfig(process.env, ['PB_URL', 'PB_ADMIN_EMAIL', 'PB_ADMIN_PASSWORD', 'AES_MASTER_KEY', 'USER_DBS_DIR'])
  return {
    masterKeys: readMasterKeys(config.AES_MASTER_KEY), folder: resolve(root, config.USER_DBS_DIR),
    client: connectAsSuperuser({ url: config.PB_URL, email: config.PB_ADMIN_EMAIL, password: config.PB_ADMIN_PASSWORD }),
  }
}

function inWords({ masterKeys, sealedFields, sealedFieldsThatOpen, troubled }: Census): string {
  const lines = masterKeys.map(({ id, isNewest, isInList, userKeys, userKeysThatOpen }) =>
    `master key ${id} (${isNewest ? 'newest' : isInList ? 'older' : 'not in AES_MASTER_KEY'}): ${userKeys} user keys, ${userKeysThatOpen} of them open`)
  const fields = `sealed fields: ${sealedFields}, ${sealedFieldsThatOpen} of them open`
  return [...lines, fields, ...(troubled.length === 0 ? [] : [`not all opens of: ${troubled.join(', ')}`])].join('\n')
}

await main().catch((error: unknown) => {
  process.stderr.write(`✗ ${toAppError(error).message}\n`)
  process.exitCode = 1
})
process.exit()

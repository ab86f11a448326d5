import type { Me } from '@f2l/common/contracts/api.ts'
import { createContext, createEffect, createSignal, on, onCleanup, useContext, type Accessor, type JSX } from 'solid-js'
import { config } from 'zod'
import { makeApi, type Api } from '../api/api.ts'
import { makeSession, type Session } from '../api/session.ts'
import { makeTransport } from '../api/transport.ts'
import { makeLiveChannel, type LiveChannel } from './live-channel.ts'
import { forgetPrivateTraces } from './private-traces.ts'

/** Who is here: not known yet, nobody, somebody, or the server could not be asked. */
export type Visitor = { kind: 'unknown' } | { kind: 'guest' } | { kind: 'member'; me: Me } | { kind: 'unreachable'; error: unknown }

export interface Services {
  api: Api
  session: Session
  live: LiveChannel
  visitor: Accessor<Visitor>
  /** Reads again who is here: at the start, after logging in, after the address was confirmed. */
  lookAgain: () => Promise<void>
  logIn: (email: string, password: string) => Promise<void>
  logOut: () => Promise<void>
}

const Context = createContext<Services>()

export function useServices(): Services {
  const services = useContext(Context)
  if (!services) throw new Error('useServices needs <ServicesProvider> above it')
  return services
}

/** The signed-in person, for pages that only members reach. */
export function useMe(): Accessor<Me | null> {
  const { visitor } = useServices()
  return () => {
    const now = visitor()
    return now.kind === 'member' ? now.me : null
  }
}

export function ServicesProvider(props: { children: JSX.Element }) {
  const services = makeServices()
  void services.lookAgain()
  return <Context.Provider value={services}>{props.children}</Context.Provider>
}

function makeServices(): Services {
  // Zod's compiled parsers need eval, which the page's content security policy forbids.
  config({ jitless: true })
  const [visitor, setVisitor] = createSignal<Visitor>({ kind: 'unknown' })
  const fetch = globalThis.fetch.bind(globalThis)
  const session = makeSession({ fetch, now: Date.now })
  const transport = makeTransport({ fetch, session, onSignedOut: () => setVisitor({ kind: 'guest' }) })
  const api = makeApi(transport)
  const live = makeLiveChannel(transport)
  // eslint-disable-next-line solid/reactivity -- the accessor is read inside an effect there
  followWhileMember(visitor, live)

  const lookAgain = async (): Promise<void> => {
    await api.readMe().then(
      me => setVisitor({ kind: 'member', me }),
      (error: unknown) => setVisitor(now => now.kind === 'unknown' || now.kind === 'unreachable' ? { kind: 'unreachable', error } : now),
    )
  }
  return {
    api, session, live, visitor, lookAgain,
    async logIn(email, password) {
      session.adopt(await api.logIn(email, password))
      setVisitor({ kind: 'member', me: await api.readMe() })
    },
    async logOut() {
      await api.logOut()
      forgetPrivateTraces()
      session.forget()
      setVisitor({ kind: 'guest' })
    },
  }
}

function followWhileMember(visitor: Accessor<Visitor>, live: LiveChannel): void {
  const isShown = createIsShown()
  createEffect(on(() => visitor().kind === 'member' && isShown(), isFollowing => {
    if (!isFollowing) return
    const end = new AbortController()
    void live.follow(end.signal)
    onCleanup(() => end.abort())
  }))
}

/** False once the page was left: a browser may keep it for the way back with its stream open, and has six connections in all. */
function createIsShown(): Accessor<boolean> {
  const [isShown, setIsShown] = createSignal(true)
  const left = (): void => void setIsShown(false)
  const back = (): void => void setIsShown(true)
  addEventListener('pagehide', left)
  addEventListener('pageshow', back)
  onCleanup(() => {
    removeEventListener('pagehide', left)
    removeEventListener('pageshow', back)
  })
  return isShown
}

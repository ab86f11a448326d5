import { render } from 'solid-js/web'
import { App } from './app.tsx'
import './ui/tokens.css'
import './ui/base.css'
import { language } from './words/words.ts'

document.documentElement.lang = language
// zod would try whether it may run text as code: the security policy stops that, and each page would report it.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })

render(() => <App />, document.getElementById('app')!)

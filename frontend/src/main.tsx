import { render } from 'solid-js/web'
import { config } from 'zod'
import { App } from './app.tsx'
import './ui/tokens.css'
import './ui/base.css'

// Zod's compiled parsers need eval, which the page's content security policy forbids.
config({ jitless: true })

render(() => <App />, document.getElementById('app')!)

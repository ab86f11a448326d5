import { render } from 'solid-js/web'
import { App } from './app.tsx'
import './ui/tokens.css'
import './ui/base.css'
import { language } from './words/words.ts'

document.documentElement.lang = language

render(() => <App />, document.getElementById('app')!)

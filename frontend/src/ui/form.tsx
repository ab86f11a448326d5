import { createSignal, Show, type Accessor, type JSX } from 'solid-js'
import { messageOf } from '../api/api-error.ts'
import { Notice } from './notice.tsx'

export interface FormState {
  isBusy: Accessor<boolean>
  /** True once the person tried to send: only then are fields told to be wrong. */
  wasTried: Accessor<boolean>
  error: Accessor<string | null>
  submit: (event: Event) => void
}

/** Sends a form once at a time; `problems` keep it from being sent. */
export function createForm(send: () => Promise<void>, problems: () => (string | undefined)[] = () => []): FormState {
  const [isBusy, setIsBusy] = createSignal(false)
  const [wasTried, setWasTried] = createSignal(false)
  const [error, setError] = createSignal<string | null>(null)
  const run = async (): Promise<void> => {
    setIsBusy(true)
    setError(null)
    await send().then(() => setWasTried(false), (thrown: unknown) => setError(messageOf(thrown)))
    setIsBusy(false)
  }
  return {
    isBusy, wasTried, error,
    submit(event) {
      event.preventDefault()
      setWasTried(true)
      if (isBusy()) return
      if (problems().some(Boolean)) focusFirstProblem(event.currentTarget)
      else void run()
    },
  }
}

function focusFirstProblem(form: EventTarget | null): void {
  queueMicrotask(() => { if (form instanceof HTMLFormElement) form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus() })
}

export function Form(props: { state: FormState; class?: string | undefined; label?: string; children: JSX.Element }) {
  return (
    <form class={props.class} novalidate aria-label={props.label} onSubmit={event => props.state.submit(event)}>
      {props.children}
      <Show when={props.state.error()}>{message => <Notice tone="danger">{message()}</Notice>}</Show>
    </form>
  )
}

import { A } from '@solidjs/router'
import { Show, splitProps, type JSX } from 'solid-js'
import { Icon, type IconName } from './icon.tsx'
import styles from './button.module.css'
import { Spinner } from './spinner.tsx'

interface Look { look?: 'primary' | 'plain' | 'quiet' | 'danger'; size?: 's' | 'm'; icon?: IconName }

export function buttonClass(look: Look['look'] = 'plain', size: Look['size'] = 'm'): string {
  return `${styles['button']} ${styles[look]} ${styles[size]}`
}

/** A button with a word on it. While `isBusy` it keeps its size, shows a spinner and takes no clicks. */
export function Button(props: Look & { isBusy?: boolean } & JSX.ButtonHTMLAttributes<HTMLButtonElement>) {
  const [own, rest] = splitProps(props, ['look', 'size', 'icon', 'isBusy', 'children', 'class', 'disabled'])
  return (
    <button type="button" {...rest} class={`${buttonClass(own.look, own.size)} ${own.class ?? ''}`} disabled={own.disabled || own.isBusy} aria-busy={own.isBusy || undefined}>
      <Show when={own.isBusy} fallback={<Show when={own.icon}>{icon => <Icon name={icon()} size={18} />}</Show>}><Spinner /></Show>
      <span>{own.children}</span>
    </button>
  )
}

/** A link that looks like a button; `isOutside` leaves the app (a file, another tab). */
export function ButtonLink(props: Look & { href: string; isOutside?: boolean; download?: boolean; children: JSX.Element }) {
  const inside = () => (
    <>
      <Show when={props.icon}>{icon => <Icon name={icon()} size={18} />}</Show>
      <span>{props.children}</span>
    </>
  )
  return (
    <Show when={props.isOutside} fallback={<A href={props.href} class={buttonClass(props.look, props.size)}>{inside()}</A>}>
      <a href={props.href} rel="external" target={props.download ? undefined : '_blank'} download={props.download ? '' : undefined} class={buttonClass(props.look, props.size)}>{inside()}</a>
    </Show>
  )
}

/** A square button with an icon only; `label` is its name and its tooltip. */
export function IconButton(props: { icon: IconName; label: string; hint?: string } & JSX.ButtonHTMLAttributes<HTMLButtonElement>) {
  const [own, rest] = splitProps(props, ['icon', 'label', 'hint', 'class'])
  return (
    <button type="button" {...rest} class={`${styles['icon']} ${own.class ?? ''}`} aria-label={own.label} title={own.hint ?? own.label}>
      <Icon name={own.icon} />
    </button>
  )
}

import { Navigate, useLocation, type RouteSectionProps } from '@solidjs/router'
import { Show } from 'solid-js'
import { useServices } from '../shell/services.tsx'

/** Guests are sent to log in and come back to the page they wanted. */
export default function MembersOnly(props: RouteSectionProps) {
  const { visitor } = useServices()
  const location = useLocation()
  const logIn = () => `/login?next=${encodeURIComponent(location.pathname + location.search)}`
  return <Show when={visitor().kind === 'member'} fallback={<Navigate href={logIn()} />}>{props.children}</Show>
}

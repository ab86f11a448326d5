import type { RouteSectionProps } from '@solidjs/router'
import { Card } from '../ui/card.tsx'
import styles from './account.module.css'

/** A narrow card in the middle, for forms about the account. */
export default function AccountFrame(props: RouteSectionProps) {
  return <div class={styles['page']}><Card class={styles['card']}>{props.children}</Card></div>
}

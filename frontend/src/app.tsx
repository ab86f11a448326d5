import { Route, Router } from '@solidjs/router'
import { lazy } from 'solid-js'
import { NotFoundPage } from './shell/not-found-page.tsx'

const SharePage = lazy(() => import('./watch/share-page.tsx'))
const EmbedPage = lazy(() => import('./watch/embed-page.tsx'))
const AppFrame = lazy(() => import('./shell/app-frame.tsx'))
const AccountFrame = lazy(() => import('./account/account-frame.tsx'))
const MembersOnly = lazy(() => import('./account/members-only.tsx'))

/** The share page stands alone, so that a stranger's browser loads no line of the rest. */
export function App() {
  return (
    <Router>
      <Route path="/s/:token" component={SharePage} />
      <Route path="/s/:token/embed" component={EmbedPage} />
      <Route component={AppFrame}>
        <Route path="/" component={lazy(() => import('./library/home-page.tsx'))} />
        <Route component={AccountFrame}>
          <Route path="/login" component={lazy(() => import('./account/log-in-page.tsx'))} />
          <Route path="/register" component={lazy(() => import('./account/register-page.tsx'))} />
          <Route path="/verify" component={lazy(() => import('./account/verify-page.tsx'))} />
          <Route path="/forgot" component={lazy(() => import('./account/forgot-page.tsx'))} />
          <Route path="/reset" component={lazy(() => import('./account/reset-page.tsx'))} />
        </Route>
        <Route component={MembersOnly}>
          <Route path="/bin" component={lazy(() => import('./library/bin-page.tsx'))} />
          <Route path="/queue" component={lazy(() => import('./queue/queue-page.tsx'))} />
          <Route path="/recordings/:id" component={lazy(() => import('./recording/recording-page.tsx'))} />
          <Route path="/recordings/:id/edit" component={lazy(() => import('./editor/editor-page.tsx'))} />
          <Route path="/sample/:id" component={lazy(() => import('./first-run/sample-page.tsx'))} />
          <Route path="/settings" component={lazy(() => import('./settings/settings-frame.tsx'))}>
            <Route path="/" />
            <Route path="/profile" component={lazy(() => import('./settings/profile-page.tsx'))} />
            <Route path="/fathom" component={lazy(() => import('./fathom/fathom-page.tsx'))} />
            <Route path="/sessions" component={lazy(() => import('./settings/sessions-page.tsx'))} />
            <Route path="/export" component={lazy(() => import('./settings/export-page.tsx'))} />
          </Route>
          <Route path="/doctor" component={lazy(() => import('./doctor/doctor-page.tsx'))} />
          <Route path="/outbox" component={lazy(() => import('./outbox/outbox-page.tsx'))} />
        </Route>
      </Route>
      <Route path="*" component={NotFoundPage} />
    </Router>
  )
}

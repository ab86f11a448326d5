export const nav = {
  main: 'Main', library: 'Library', queue: 'Queue', outbox: 'Outbox', fathom: 'Fathom account', settings: 'Settings',
  account: 'Account menu', logOut: 'Log out', unsavedTitle: 'Log out and lose unsaved edits?', unsavedText: 'Changes to a recording that you have not saved are kept in this browser only, and go with logging out.', logOutAnyway: 'Log out', signedInAs: 'Signed in as',
}

export const unverified = {
  text: (email: string) => `Please confirm your e-mail address ${email}: we have sent you a link.`,
  outboxText: 'Please confirm your e-mail address. No mail server is set up here, so your mails lie in the outbox.',
  toOutbox: 'Open the outbox',
}

export const account = {
  email: 'E-mail', password: 'Password', name: 'Name', newPassword: 'New password',
  passwordHint: 'At least 8 characters.',
  logInTitle: 'Log in', logIn: 'Log in', registerTitle: 'Create your account', register: 'Create account',
  noAccount: 'New here?', haveAccount: 'Already have an account?', forgotLink: 'Forgot your password?',
  invalidEmail: 'Enter an e-mail address like name@example.com.', shortPassword: 'The password needs at least 8 characters.',
  longPassword: 'The password may have at most 71 characters.', missingPassword: 'Enter your password.',
  checkMailTitle: 'Check your mail', checkMailText: (email: string) => `We have sent a link to ${email}. Open it to confirm your address, then log in.`,
  verifyTitle: 'Confirm your e-mail address', verifying: 'Confirming your address…',
  verifiedTitle: 'Your address is confirmed', verifiedText: 'Thank you. Everything is ready for your first video.', continue: 'Continue',
  verifyFailedTitle: 'This link did not work', verifyFailedText: 'Log in, and a new one is sent if your address still needs it.', missingToken: 'The link is incomplete. Open it again from the mail.',
  forgotTitle: 'Reset your password', forgotText: 'Tell us your e-mail address and we send you a link to choose a new password.',
  forgotSend: 'Send the link', forgotSentText: (email: string) => `If there is an account for ${email}, a link to choose a new password is on its way.`,
  askForLink: 'Ask for a new link', resetTitle: 'Choose a new password', reset: 'Save new password', resetDoneTitle: 'Your password is changed', resetDoneText: 'You can log in with it now.',
  backToLogIn: 'Back to log in',
}

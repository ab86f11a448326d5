export { sayInGerman as sayError } from '@f2l/common/contracts/error-sentences/de.ts'

import { readWords } from '../words/words.ts'
import { ApiError } from './api-error.ts'

/** A sentence of the server in the language of the page. Its words are read when something went wrong, not before. */
export async function sayError({ code, message }: { code: string; message: string }): Promise<string> {
  return readWords('serverErrors').then(read => read.sayError(code, message), () => message)
}

/** The same error, said in the language of the page. */
export async function inOurWords(error: ApiError): Promise<ApiError> {
  return new ApiError(error.code, error.status, await sayError(error), error.cause)
}

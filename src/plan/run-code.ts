/**
 * What code that is made at run time returns, in which the inputs have their names. Undefined where the platform forbids
 * such code.
 */
export function runCode<T>(code: string, inputs: Readonly<Record<string, unknown>> = {}): T | undefined {
  try {
    return new Function(...Object.keys(inputs), code)(...Object.values(inputs))
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}

/** An option of `@source`: its type in SDL, its values, its default and its line in the docs are made from it. */
export type SourceOption = OptionValue & {
  /** What it is, in Markdown without links; bounds and default are not repeated. */
  readonly description: string
  /** Where the docs say more: a link from the page of `@source`. */
  readonly see?: string
  /** Whether it means nothing for a database that is a file. */
  readonly serverOnly?: true
}

type OptionValue = DurationOption | CountOption | ChoiceOption | SwitchOption | OtherOption

/** A time such as `2s`. */
export interface DurationOption {
  readonly takes: 'duration'
  readonly default: string
}

/** A whole number. */
export interface CountOption {
  readonly takes: 'count'
  readonly default: number
  readonly least: number
  /** Unbounded unless said. */
  readonly most?: number
}

/** One of an enum's values. */
interface ChoiceOption {
  readonly takes: 'choice'
  /** The enum's name. */
  readonly type: string
  readonly values: readonly string[]
  readonly default: string
}

/** `true` or `false`. */
interface SwitchOption {
  readonly takes: 'switch'
  readonly default: boolean
}

/** What has a compiler of its own. */
interface OtherOption {
  readonly takes: 'text' | 'list of texts' | 'object'
  /** In SDL. */
  readonly type: string
  /** What holds without it; `needed` where there must be one. */
  readonly default: 'needed' | 'none' | 'off'
}

/** The options of a kind of source, in the order in which they are listed. */
export type OptionTable = Readonly<Record<string, SourceOption>>

/** What the options of a table are when they are read, but for those with a compiler of their own; times in milliseconds. */
export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table as Table[Name] extends OtherOption ? never : Name]: ValueOf<Table[Name]>
}

type ValueOf<Option> = Option extends ChoiceOption
  ? Option['values'][number]
  : Option extends SwitchOption
    ? boolean
    : number

import { gather } from './gather'

// The English words, as complete as the Chinese.
export default gather(
  import.meta.glob('./en/*.json', { eager: true, import: 'default' }),
  import.meta.glob('../../../data/locales/{weighbridge,trace,procedure}.en.json', { eager: true, import: 'default' }),
)

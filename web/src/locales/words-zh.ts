import { gather } from './gather'

// The Chinese words; what the server's rules say is worded once for both: data/locales, "area.name" keys.
export default gather(
  import.meta.glob('./zh-CN/*.json', { eager: true, import: 'default' }),
  import.meta.glob('../../../data/locales/{weighbridge,trace,procedure}.zh-CN.json', { eager: true, import: 'default' }),
)

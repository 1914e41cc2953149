import { describe, expect, it } from 'vitest'
import { lines, names, places, segments, takesInstruments } from './item'

describe('an item', () => {
  it('has links where a text names other items', () => {
    expect(segments('只卖不产用AP02；小作坊用AP03')).toEqual([{ text: '只卖不产用' }, { text: 'AP02', code: 'AP02' }, { text: '；小作坊用' }, { text: 'AP03', code: 'AP03' }])
    expect(segments('')).toEqual([])
    expect(segments('没有编码 XAP02 AP023')).toEqual([{ text: '没有编码 XAP02 AP023' }])
  })
  it('reads lists out of its texts', () => {
    expect(lines('一\n\n 二 \n')).toEqual(['一', '二'])
    expect(names('办SC|食品厂办证|')).toEqual(['办SC', '食品厂办证'])
  })
  it('is done where it may be', () => {
    expect(places({ on_site: false })).toEqual(['window', 'phone'])
    expect(places({ on_site: true })[0]).toBe('on_site')
    expect(takesInstruments({ item_code: 'ME02' })).toBe(true)
    expect(takesInstruments({ code: 'ME05' })).toBe(false)
  })
})

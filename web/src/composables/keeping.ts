// What the laboratory's own pages share.

/** "80.5" yuan in fen; null: no amount. */
export function fen(yuan: string): number | null {
  const m = /^(\d{1,7})(?:\.(\d{1,2}))?$/.exec(yuan.trim())
  return m ? Number(m[1]) * 100 + Number((m[2] ?? '').padEnd(2, '0')) : null
}

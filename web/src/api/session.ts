import { get, post, remove } from './http'

export interface Session {
  person: {
    id: string
    name: string
    title: string
    office_id: string | null
    office_name: string | null
    enterprise_id: string | null
    enterprise_name: string | null
  }
  roles: string[]
  rights: string[]
  csrf: string
  org: { org: string; name_zh: string; name_en: string; is_demo: boolean }
}

export const signIn = (login: string, password: string) => post<Session>('session', { login, password })
export const whoAmI = () => get<Session>('session')
export const signOut = () => remove<void>('session')

import { ElMessage } from 'element-plus'
import 'element-plus/theme-chalk/el-message.css'
import { ref } from 'vue'
import { ApiError } from '@/api/http'

/** Runs one change at a time and says in words what went wrong; the form stays as it is. */
export function useBusy() {
  const busy = ref(false)
  const problem = ref<ApiError | null>(null)

  async function run<T>(work: () => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = null
    try {
      return await work()
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      problem.value = e
      ElMessage({ type: 'error', message: e.message, duration: 6000, showClose: true })
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, problem, run }
}

#include "http/api_session.h"
#include "http/openapi.h"

static const struct endpoint_list LISTS[] = {
    {API_SESSION, &API_SESSION_LEN},
    {API_OPENAPI, &API_OPENAPI_LEN},
};

const struct endpoint_list *endpoint_lists(size_t *n)
{
    *n = LEN(LISTS);
    return LISTS;
}

#include "http/api_attachment.h"
#include "http/api_booking.h"
#include "http/api_certificate.h"
#include "http/api_record.h"
#include "http/api_trip.h"
#include "http/api_charge.h"
#include "http/api_instrument.h"
#include "http/api_session.h"
#include "http/api_standard.h"
#include "http/openapi.h"

static const struct endpoint_list LISTS[] = {
    {API_ATTACHMENT, &API_ATTACHMENT_LEN},
    {API_BOOKING, &API_BOOKING_LEN},
    {API_CERTIFICATE, &API_CERTIFICATE_LEN},
    {API_RECORD, &API_RECORD_LEN},
    {API_TRIP, &API_TRIP_LEN},
    {API_CHARGE, &API_CHARGE_LEN},
    {API_INSTRUMENT, &API_INSTRUMENT_LEN},
    {API_SESSION, &API_SESSION_LEN},
    {API_STANDARD, &API_STANDARD_LEN},
    {API_OPENAPI, &API_OPENAPI_LEN},
};

const struct endpoint_list *endpoint_lists(size_t *n)
{
    *n = LEN(LISTS);
    return LISTS;
}

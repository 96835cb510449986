-- wrk FLAGS URL -- BODY unshared|shared SECONDS: POSTs the text of the file BODY for so long; unshared, each with an
-- Authorization of its own. What is under way then is answered in the time that wrk's own duration leaves: nothing costs
-- the server work that is not counted. Prints one line of JSON at the end.

local ffi = require('ffi')
ffi.cdef([[
  typedef struct { long seconds; long nanoseconds; } clock_time;
  int clock_gettime(int clock, clock_time *time);
]])
local MONOTONIC = 1
local LONGER_THAN_ANY_RUN = 3600 * 1000

local before, after, seconds, finish
local sent = 0
local run = os.time() .. '-'
local time = ffi.new('clock_time')

local function now()
  ffi.C.clock_gettime(MONOTONIC, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

function init(args)
  local file = assert(io.open(args[1], 'rb'))
  wrk.body = file:read('*a')
  file:close()
  wrk.method = 'POST'
  wrk.headers['content-type'] = 'application/json'
  wrk.headers['accept'] = 'application/json'
  if args[2] == 'shared' then
    before = wrk.format()
  else
    -- wrk.format for each request would cost more than joining texts.
    wrk.headers['authorization'] = 'Bearer MARK'
    before, after = wrk.format():match('^(.*)MARK(.*)$')
  end
  seconds = tonumber(args[3])
end

function delay()
  if not finish then finish = now() + seconds end
  return now() < finish and 0 or LONGER_THAN_ANY_RUN
end

function request()
  if not after then return before end
  sent = sent + 1
  return before .. run .. sent .. after
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"bytes":%d,"failures":%d,"p50":%.3f,"p99":%.3f}\n',
    summary.requests, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  ))
end

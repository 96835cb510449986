-- wrk FLAGS URL -- BODIES unshared|shared CONNECTIONS SECONDS: POSTs the lines of the file BODIES by turns for so long; unshared,
-- each with an Authorization of its own. What is under way then is still answered: nothing costs the server work that is not counted.
-- Prints one line of JSON at the end.

local ffi = require('ffi')
ffi.cdef([[
  typedef struct { long seconds; long nanoseconds; } clock_time;
  int clock_gettime(int clock, clock_time *time);
  int getpid(void);
  int kill(int pid, int signal);
]])
local MONOTONIC, SIGINT = 1, 2
local LONGER_THAN_ANY_RUN = 3600 * 1000

local connections, seconds, begin
local requests = {}
local sent, parked = 0, 0
local run = os.time() .. '-'
local time = ffi.new('clock_time')

local function now()
  ffi.C.clock_gettime(MONOTONIC, time)
  return tonumber(time.seconds) + tonumber(time.nanoseconds) / 1e9
end

function init(args)
  wrk.method = 'POST'
  wrk.headers['content-type'] = 'application/json'
  wrk.headers['accept'] = 'application/json'
  local shared = args[2] == 'shared'
  -- wrk.format for each request would cost more than joining texts.
  if not shared then wrk.headers['authorization'] = 'Bearer MARK' end
  for body in io.lines(args[1]) do
    local text = wrk.format(nil, nil, nil, body)
    if shared then
      requests[#requests + 1] = { before = text }
    else
      local before, after = text:match('^(.-)MARK(.*)$')
      requests[#requests + 1] = { before = before, after = after }
    end
  end
  connections, seconds = tonumber(args[3]), tonumber(args[4])
end

-- Called before each request of a connection: milliseconds that it is to wait.
function delay()
  local at = now()
  begin = begin or at
  if at < begin + seconds then return 0 end
  parked = parked + 1
  if parked == connections then
    io.write(string.format('\nSECONDS %.6f\n', at - begin))
    -- wrk would sleep to the end of its duration.
    ffi.C.kill(ffi.C.getpid(), SIGINT)
  end
  return LONGER_THAN_ANY_RUN
end

function request()
  local each = requests[sent % #requests + 1]
  sent = sent + 1
  if not each.after then return each.before end
  return each.before .. run .. sent .. each.after
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests":%d,"failures":%d,"p50":%.3f,"p99":%.3f}\n',
    summary.requests, errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3
  ))
end

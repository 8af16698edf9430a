-- What wrk can do of it: it does not say which connection a request goes out on, so ids are anybody's, and nothing is checked.
local token, sent = nil, 0
local created, read = {}, {}

local function fields()
  return { ["Authorization"] = "Bearer " .. (token or ""), ["Content-Type"] = "application/json" }
end

request = function()
  sent = sent + 1
  if token == nil then return wrk.format("POST", "/login", fields(), '{"user":"u"}') end
  if #read > 0 then return wrk.format("DELETE", "/items/" .. table.remove(read), fields()) end
  if #created > 0 then
    local id = table.remove(created)
    read[#read + 1] = id
    return wrk.format("GET", "/items/" .. id, fields())
  end
  return wrk.format("POST", "/items", fields(), '{"name":"item ' .. sent .. ' of u"}')
end

response = function(status, headers, body)
  if status ~= 201 then return end
  token = string.match(body, '"token":"([^"]*)"') or token
  local id = string.match(body, '"id":(%d+)')
  if id then created[#created + 1] = id end
end

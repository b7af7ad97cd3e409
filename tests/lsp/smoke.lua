-- Neovim opens a paper, waits for the findings, asks for a shape, and repairs: run with --headless.
local paper, log = vim.env.PAPER, io.open(vim.env.REPORT, "w")
local function say(...)
  log:write(table.concat({ ... }, "\t"), "\n")
  log:flush()
end

local client = vim.lsp.start_client({
  name = "boxdot",
  cmd = { vim.env.PYTHON, "-m", "boxdot", "lsp" },
  root_dir = vim.fn.fnamemodify(paper, ":h"),
})
vim.cmd("edit " .. vim.fn.fnameescape(paper))
vim.lsp.buf_attach_client(0, client)

local function wait(what, condition)
  if not vim.wait(60000, condition, 50) then
    say("timeout", what)
    vim.cmd("cquit")
  end
end

wait("findings", function() return #vim.diagnostic.get(0) == 1 end)
local found = vim.diagnostic.get(0)[1]
say("found", found.code or "", found.lnum, found.col)

local answer = vim.lsp.buf_request_sync(0, "textDocument/hover", {
  textDocument = { uri = vim.uri_from_bufnr(0) },
  position = { line = 1, character = 4 },
}, 60000)
say("hover", vim.split(answer[client].result.contents.value, "\n")[1])

local place = { start = { line = 1, character = 0 }, ["end"] = { line = 2, character = 0 } }
answer = vim.lsp.buf_request_sync(0, "textDocument/codeAction", {
  textDocument = { uri = vim.uri_from_bufnr(0) },
  range = place,
  context = { diagnostics = {}, only = { "source.fixAll" } },
}, 60000)
local encoding = vim.lsp.get_client_by_id(client).offset_encoding
vim.lsp.util.apply_workspace_edit(answer[client].result[1].edit, encoding)
wait("a clean text", function() return #vim.diagnostic.get(0) == 0 end)
say("text", vim.api.nvim_buf_get_lines(0, 1, 2, false)[1])

vim.api.nvim_buf_set_text(0, 1, 0, 1, 0, { "𝟏 $1 - X$ " })
wait("a finding in what was typed", function() return #vim.diagnostic.get(0) == 1 end)
say("typed", vim.diagnostic.get(0)[1].col)
vim.lsp.stop_client(client)
wait("the end", function() return vim.lsp.client_is_stopped(client) end)
say("ended")
vim.cmd("qall!")

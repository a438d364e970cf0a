// SPDX-License-Identifier: Apache-2.0
// What each refusal means to a reader and what to do about it. The codes are the server's; a test
// reads them out of its sources and fails when one has no text here.

export const errorsZh = {
  network: '没有连上服务器，内容还在这里。请检查网络后再试一次，不会重复提交。',
  server_unavailable: '服务器暂时忙不过来。请稍等一分钟再试，内容还在这里。',
  unexpected_answer: '收到了意外的答复。请刷新页面后再试。',
  body_too_large: '发送的内容太大。请减少文字，或换小一点的照片。',
  rate_limited: '操作太频繁了。请等一分钟再试。',
} as const;

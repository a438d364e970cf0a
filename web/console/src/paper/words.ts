// SPDX-License-Identifier: Apache-2.0
// What is printed, in the language of the paper, which need not be that of the page.
export const PAPER_LANGUAGES = ['zh', 'en'] as const;
export type PaperLanguage = (typeof PAPER_LANGUAGES)[number];

interface PaperWords {
  lead: string;
  scan: string;
  qr: string;
  who: string;
  urgent: string;
  cut: string;
  form: string;
  how: string;
  describe: string;
  contact: string;
  roles: Record<string, string>;
}

const ZH: PaperWords = {
  lead: '楼里、小区里有问题，扫一扫就能反映。不用注册，一分钟就好，办到哪一步随时能看。',
  scan: '用手机扫码反映问题',
  qr: '反映问题的二维码',
  who: '谁负责这里',
  urgent: '有人受伤、着火、闻到燃气味：先拨打 110、119、120，再扫码。',
  cut: '沿此线裁下',
  form: '问题反映单',
  how: '勾选问题，写几句话，交给网格员或投入社区信箱。请不要折到四角的黑块。',
  describe: '哪里、什么情况：',
  contact: '姓名、电话（要答复请留，选填）：',
  roles: {
    micro_grid_lead: '微网格长',
    grid_worker: '网格员',
    grid_lead: '网格长',
    community_desk: '社区值班台',
    dispatcher: '街道派遣员',
  },
};

const EN: PaperWords = {
  lead: 'Something wrong in the building or around it? Scan and tell us. No account, one minute, and you can follow it step by step.',
  scan: 'Scan to report a problem',
  qr: 'QR code for a report',
  who: 'Who answers for this place',
  urgent: 'Somebody hurt, a fire, a smell of gas: call 110, 119 or 120 first, then scan.',
  cut: 'Cut here',
  form: 'Problem report',
  how: 'Tick what it is, add a few words, hand it to your grid worker or the community’s letter box. Do not fold the black corners.',
  describe: 'Where and what:',
  contact: 'Name and phone, if you want an answer:',
  roles: {
    micro_grid_lead: 'Micro-grid lead',
    grid_worker: 'Grid worker',
    grid_lead: 'Grid lead',
    community_desk: 'Community desk',
    dispatcher: 'Street dispatcher',
  },
};

export function wordsOnPaper(language: PaperLanguage): PaperWords {
  return language === 'en' ? EN : ZH;
}

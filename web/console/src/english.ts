// SPDX-License-Identifier: Apache-2.0
import { commonEn } from '@shared/i18n/common.en.ts';
import { prefixed } from '@shared/i18n/context.ts';
import { errorsEn } from '@shared/i18n/errors.en.ts';
import { staffErrorsEn } from '@shared/i18n/errors_staff.en.ts';
import { consoleEn } from './messages.en.ts';

export const english = {
  ...commonEn,
  ...consoleEn,
  ...prefixed(errorsEn),
  ...prefixed(staffErrorsEn),
};

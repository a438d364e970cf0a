// SPDX-License-Identifier: Apache-2.0
import { actionEn } from '@shared/i18n/action.en.ts';
import { commonEn } from '@shared/i18n/common.en.ts';
import { prefixed } from '@shared/i18n/context.ts';
import { errorsEn } from '@shared/i18n/errors.en.ts';
import { staffErrorsEn } from '@shared/i18n/errors_staff.en.ts';
import { fieldEn } from './messages.en.ts';

export const english = {
  ...commonEn,
  ...actionEn,
  ...fieldEn,
  ...prefixed(errorsEn),
  ...prefixed(staffErrorsEn),
};

// Enhancement only: every page does its work without this file.
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";

import { copyButtons } from "./copy.js";
import { countCharacters } from "./count.js";
import { filters } from "./filter.js";
import { fillFromFragment } from "./fragment.js";
import { conditions } from "./conditions.js";
import { keepForOffline } from "./offline.js";
import { planFromKept } from "./plan.js";
import { openForPrint } from "./print.js";
import { watchSwaps } from "./swaps.js";
import { askBeforeLeaving } from "./unsaved.js";

/** Brings a page, or what came into it, to life. */
function enhance(scope) {
  createAll(Button, { preventDoubleClick: true }, { scope });
  createAll(ErrorSummary, {}, { scope });
  copyButtons(scope);
  countCharacters(scope);
  filters(scope);
  fillFromFragment(scope);
  conditions(scope);
}

createAll(SkipLink);
enhance(document);
keepForOffline();
planFromKept();
openForPrint();
watchSwaps(enhance);
askBeforeLeaving();

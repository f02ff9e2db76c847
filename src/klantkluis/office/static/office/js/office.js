// Everything here is a convenience: without it each page still works.

import { busyForms } from "./busy.js";
import { guardForms, keepNumbers } from "./forms.js";
import { hiding } from "./hiding.js";
import { shortcuts } from "./keys.js";
import { lists } from "./lists.js";
import { menus } from "./menus.js";
import { orderLines } from "./orders.js";
import { palette } from "./palette.js";
import { suggestions } from "./suggest.js";
import { carryOn, vaultClock, vaultDoor } from "./vault.js";

busyForms();
guardForms();
keepNumbers();
hiding();
lists();
menus();
orderLines();
palette();
shortcuts();
suggestions();
vaultClock();
vaultDoor();
carryOn();

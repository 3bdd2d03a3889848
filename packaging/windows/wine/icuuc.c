/* Windows brings ICU, Wine 8 does not: enough of it that Qt finds no converter and uses its own. */
#define MISSING 1 /* any error code above 0 */
typedef void converter;
#define EXPORT __declspec(dllexport)

EXPORT converter *ucnv_open(const char *name, int *error) { (void)name; *error = MISSING; return 0; }
EXPORT void ucnv_close(converter *c) { (void)c; }
EXPORT void ucnv_reset(converter *c) { (void)c; }
EXPORT signed char ucnv_getMaxCharSize(const converter *c) { (void)c; return 1; }
EXPORT const char *ucnv_getName(const converter *c, int *error) { (void)c; *error = MISSING; return 0; }
EXPORT const char *ucnv_getStandardName(const char *n, const char *s, int *error) { (void)n; (void)s; *error = MISSING; return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { (void)n; return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
#define NOTHING(name) EXPORT int name(void) { return 0; }
NOTHING(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NOTHING(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NOTHING(ucnv_getToUCallBack)
NOTHING(ucnv_getFromUCallBack)
NOTHING(ucnv_setToUCallBack)
NOTHING(ucnv_setFromUCallBack)
NOTHING(ucnv_cbToUWriteUChars)
NOTHING(ucnv_cbFromUWriteUChars)
NOTHING(ucnv_toUnicode)
NOTHING(ucnv_fromUnicode)
NOTHING(ucnv_toUCountPending)
NOTHING(ucnv_fromUCountPending)

/* Colour profiles of screens, which Wine 8 ends the program for: there are none. */
#define NOTHING(name) __declspec(dllexport) void *name(void) { return 0; }
NOTHING(OpenColorProfileW)
NOTHING(CloseColorProfile)
NOTHING(GetColorProfileFromHandle)
NOTHING(WcsCreateIccProfile)

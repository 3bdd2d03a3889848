; The setup program for one user of Windows, who needs no administrator rights:
;   makensis -DVERSION=… -DPROGRAM=folder -DICONS=folder -DOUT=folder [-DWINE] setup.nsi
; Silent: setup.exe /S [/D=C:\folder]. It ends with 2 while the program runs, 3 on too old a Windows.

!ifdef WINE ; Debian's Wine runs 64-bit programs only; NSIS of elsewhere makes 32-bit setups only
  Target amd64-unicode
!else
  Unicode true
!endif
ManifestSupportedOS all
ManifestDPIAware true
SetCompressor /SOLID lzma

!define TITLE "OpenPalm Desktop"
!define FILE "openpalm-desktop"
!define KIND "OpenPalm.Stack"
!define CLASSES "Software\Classes"
!define REMOVAL "Software\Microsoft\Windows\CurrentVersion\Uninstall\${TITLE}"
!define PATHS "Software\Microsoft\Windows\CurrentVersion\App Paths"
!define SHCNE_ASSOCCHANGED 0x08000000

!include FileFunc.nsh
!include LogicLib.nsh
!include MUI2.nsh
!include WinVer.nsh

Name "${TITLE}"
OutFile "${OUT}\${FILE}-${VERSION}-setup.exe"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${TITLE}"
InstallDirRegKey HKCU "${REMOVAL}" "InstallLocation"
BrandingText "${TITLE} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey ProductName "${TITLE}"
VIAddVersionKey ProductVersion "${VERSION}"
VIAddVersionKey FileDescription "${TITLE}"
VIAddVersionKey FileVersion "${VERSION}"
VIAddVersionKey LegalCopyright "MIT licence"

!define MUI_ICON "${ICONS}\${FILE}.ico"
!define MUI_UNICON "${ICONS}\${FILE}.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${TITLE}.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString RUNS ${LANG_ENGLISH} "${TITLE} is running. Close its windows, then start this again."
LangString RUNS ${LANG_GERMAN} "${TITLE} läuft. Schließen Sie seine Fenster und starten Sie dies erneut."
LangString OLD ${LANG_ENGLISH} "${TITLE} needs Windows 10, version 1903, or newer."
LangString OLD ${LANG_GERMAN} "${TITLE} braucht Windows 10, Version 1903, oder neuer."
LangString OPEN ${LANG_ENGLISH} "OpenPalm stack"
LangString OPEN ${LANG_GERMAN} "OpenPalm-Stack"

; A program that runs has its own file open, so that nobody can open it for writing.
!macro RefuseWhileRunning
  ${If} ${FileExists} "$INSTDIR\$R0"
    ClearErrors
    FileOpen $0 "$INSTDIR\$R0" a
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONEXCLAMATION "$(RUNS)" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

!macro RefuseWhileAnyRuns
  StrCpy $R0 "${TITLE}.exe"
  !insertmacro RefuseWhileRunning
  StrCpy $R0 "${FILE}.exe"
  !insertmacro RefuseWhileRunning
!macroend

!macro TellExplorer
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${AtLeastBuild} 18362
    MessageBox MB_OK|MB_ICONSTOP "$(OLD)" /SD IDOK
    SetErrorLevel 3
    Quit
  ${EndIf}
FunctionEnd

Section
  !insertmacro RefuseWhileAnyRuns
  RMDir /r "$INSTDIR\_internal" ; of another version, whose files might not be this one's
  SetOutPath "$INSTDIR"
  File /r "${PROGRAM}\*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\${TITLE}.lnk" "$INSTDIR\${TITLE}.exe"

  WriteRegStr HKCU "${CLASSES}\${KIND}" "" "$(OPEN)"
  WriteRegStr HKCU "${CLASSES}\${KIND}\DefaultIcon" "" '"$INSTDIR\${TITLE}.exe",0'
  WriteRegStr HKCU "${CLASSES}\${KIND}\shell\open\command" "" '"$INSTDIR\${TITLE}.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.openpalm" "" "${KIND}"
  WriteRegStr HKCU "${CLASSES}\.openpalm\OpenWithProgids" "${KIND}" ""
  ; YAML stays with whoever has it; we are among the choices.
  WriteRegStr HKCU "${CLASSES}\.yaml\OpenWithProgids" "${KIND}" ""
  WriteRegStr HKCU "${CLASSES}\.yml\OpenWithProgids" "${KIND}" ""
  WriteRegStr HKCU "${PATHS}\${FILE}.exe" "" "$INSTDIR\${FILE}.exe"

  WriteRegStr HKCU "${REMOVAL}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${REMOVAL}" "DisplayIcon" '"$INSTDIR\${TITLE}.exe",0'
  WriteRegStr HKCU "${REMOVAL}" "Publisher" "${TITLE}"
  WriteRegStr HKCU "${REMOVAL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${REMOVAL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${REMOVAL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${REMOVAL}" "NoModify" 1
  WriteRegDWORD HKCU "${REMOVAL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${REMOVAL}" "EstimatedSize" "$0"
  !insertmacro TellExplorer
SectionEnd

; Takes away what the section above laid down and nothing else: stacks, secrets and settings stay.
Section "Uninstall"
  !insertmacro RefuseWhileAnyRuns
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${TITLE}.exe"
  Delete "$INSTDIR\${FILE}.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\${TITLE}.lnk"
  DeleteRegKey HKCU "${CLASSES}\${KIND}"
  ReadRegStr $0 HKCU "${CLASSES}\.openpalm" ""
  ${If} $0 == "${KIND}"
    DeleteRegValue HKCU "${CLASSES}\.openpalm" ""
  ${EndIf}
  DeleteRegValue HKCU "${CLASSES}\.openpalm\OpenWithProgids" "${KIND}"
  DeleteRegValue HKCU "${CLASSES}\.yaml\OpenWithProgids" "${KIND}"
  DeleteRegValue HKCU "${CLASSES}\.yml\OpenWithProgids" "${KIND}"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.openpalm\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.openpalm"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.yaml\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.yaml"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.yml\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "${CLASSES}\.yml"
  DeleteRegKey HKCU "${PATHS}\${FILE}.exe"
  DeleteRegKey HKCU "${REMOVAL}"
  !insertmacro TellExplorer
SectionEnd

; Inno Setup 6: qmsdesk-setup.exe from the folder that PyInstaller made (dist\qmsdesk). On a Windows machine:
;   py -3.11 -m venv .venv-bundle
;   .venv-bundle\Scripts\pip install -c installer\constraints.txt -e . pyinstaller
;   .venv-bundle\Scripts\pyinstaller --noconfirm installer\qmsdesk.spec
;   iscc installer\qmsdesk.iss
; Written by the book and not yet tried on Windows. The Chinese wizard text needs ChineseSimplified.isl in
; Inno Setup's Languages folder; without that file delete its line below.

#define Version "0.1.0"

[Setup]
AppId={{6E0C5B1C-7C5E-4E0B-9D5B-2C1B6A4C9F31}
AppName=顾客沟通与满意度控制
AppVersion={#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\qmsdesk
DefaultGroupName=qmsdesk
; a clerk without administrator rights installs into the own profile
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SourceDir=..
OutputDir=dist
OutputBaseFilename=qmsdesk-{#Version}-setup
Compression=lzma2
SolidCompression=yes
CloseApplications=yes
UninstallDisplayIcon={app}\qmsdesk-window.exe

[Languages]
Name: "chinese"; MessagesFile: "compiler:Languages\ChineseSimplified.isl"
Name: "english"; MessagesFile: "compiler:Default.isl"

[Files]
Source: "dist\qmsdesk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; nothing of an older version may stay beside the new one; the department's data lies elsewhere and is never touched
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\顾客沟通与满意度控制"; Filename: "{app}\qmsdesk-window.exe"
Name: "{autodesktop}\顾客沟通与满意度控制"; Filename: "{app}\qmsdesk-window.exe"; Tasks: desktop

[Tasks]
Name: "desktop"; Description: "{cm:CreateDesktopIcon}"

[Run]
Filename: "{app}\qmsdesk-window.exe"; Description: "{cm:LaunchProgram,qmsdesk}"; Flags: nowait postinstall skipifsilent

; Installer for Windows, for one user and without administrator rights. Untried: written from Inno Setup's
; documentation on another system. Build the program first (run.bat build), then: iscc packaging\windows\strikebook.iss

#define Version GetVersionNumbersString("..\..\dist\strikebook\strikebook.exe")

[Setup]
AppId=org.strikebook.Strikebook
AppName=Strikebook
AppVersion={#Version}
AppPublisher=The Strikebook contributors
LicenseFile=..\..\LICENSE
DefaultDirName={autopf}\Strikebook
DefaultGroupName=Strikebook
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
OutputDir=..\..\dist
OutputBaseFilename=strikebook-{#Version}-setup
SetupIconFile=..\..\build\icons\strikebook.ico
UninstallDisplayIcon={app}\strikebook.exe
ChangesAssociations=yes
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Tasks]
Name: "association"; Description: "Open .strikebook files with Strikebook"
Name: "desktopicon"; Description: "Put an icon on the desktop"; Flags: unchecked

[Files]
Source: "..\..\dist\strikebook\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[InstallDelete]
; what an older version had and this one has not must not be imported by accident
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Strikebook"; Filename: "{app}\strikebook.exe"
Name: "{autodesktop}\Strikebook"; Filename: "{app}\strikebook.exe"; Tasks: desktopicon

[Registry]
Root: HKCU; Subkey: "Software\Classes\.strikebook"; ValueType: string; ValueData: "Strikebook.Record"; Tasks: association; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\.strikebook"; ValueType: string; ValueName: "Content Type"; ValueData: "application/x-strikebook"; Tasks: association; Flags: uninsdeletevalue
Root: HKCU; Subkey: "Software\Classes\Strikebook.Record"; ValueType: string; ValueData: "Strikebook record"; Tasks: association; Flags: uninsdeletekey
Root: HKCU; Subkey: "Software\Classes\Strikebook.Record\DefaultIcon"; ValueType: string; ValueData: "{app}\strikebook.exe,0"; Tasks: association
Root: HKCU; Subkey: "Software\Classes\Strikebook.Record\shell\open\command"; ValueType: string; ValueData: """{app}\strikebook.exe"" ""%1"""; Tasks: association

[Run]
Filename: "{app}\strikebook.exe"; Description: "Start Strikebook"; Flags: nowait postinstall skipifsilent
